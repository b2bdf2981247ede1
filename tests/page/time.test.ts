/** The time of a run on the page: stage by stage, step by step, and back to any moment. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { figures, percent } from "../../src/app/look/format.ts";
import { roundLimit } from "../../src/app/look/scale.ts";
import {
  button,
  counts,
  draw,
  firstKernel,
  isReady,
  outputs,
  pageTests,
  patience,
  startOver,
  status,
  step,
} from "./browser.ts";
import { classicWith, twoSteps } from "./classic.ts";
import { heard } from "./heard.ts";

const { open, shared } = pageTests();

const stage = (page: Page) => page.locator("#stepper [aria-current]").textContent();
const words = (page: Page) => page.locator(".subject-words").textContent();
const time = (page: Page) => page.locator(".time-words").textContent();
const moment = (page: Page) => page.getByRole("slider", { name: "Moment of the run" });

test("a step goes stage by stage, forwards and back, with the losses that the reference has", async () => {
  const { losses, moved } = await twoSteps();
  const [first, second, third] = losses;
  const page = await shared("?preset=classic&device=cpu&batch=10");
  await startOver(page);
  await expect.poll(() => words(page), patience).toContain(figures(first));
  const next = button(page, "On a stage");
  const before = await firstKernel(page);

  await next.click();
  await expect.poll(() => page.locator("#arithmetic-title").textContent(), patience).toContain(figures(first));
  await next.click();
  await expect.poll(() => stage(page), patience).toBe("backward");
  expect(await page.getByRole("radio", { name: "Gradients" }).isChecked()).toBe(true);
  expect(await step(page)).toBe(0);

  // Into the update the step is taken; what it shows is by how much this step has moved the weights.
  const kernels = page.locator("#kernels");
  const legendFor = (limit: number) => `+${Number(roundLimit(limit).toPrecision(2))}`;
  await next.click();
  await expect.poll(() => stage(page), patience).toBe("update");
  await expect.poll(() => status(page), patience).toContain("step 1");
  await expect.poll(() => kernels.textContent(), patience).toContain("By how much step 1 moved each weight.");
  await expect.poll(() => kernels.locator(".legend").textContent(), patience).toContain(legendFor(moved[0]));
  await expect.poll(() => words(page), patience).toContain(figures(second));
  expect(await firstKernel(page)).not.toBe(before);

  // Back over the update: what was before it. On again: nothing is trained twice.
  const back = button(page, "Back a stage");
  await back.click();
  await expect.poll(() => time(page), patience).toBe("after step 0");
  expect(await stage(page)).toBe("backward");
  await expect.poll(() => words(page), patience).toContain(figures(first));
  await next.click();
  await expect.poll(() => time(page), patience).toBe("now");
  expect(await stage(page)).toBe("update");
  await expect.poll(() => words(page), patience).toContain(figures(second));
  expect(await step(page)).toBe(1);

  // On to the next step, through the network that the update has made, and back to the update.
  await next.click();
  await expect.poll(() => stage(page), patience).toBe("forward");
  expect(await step(page)).toBe(1);
  await back.click();
  await expect.poll(() => stage(page), patience).toBe("update");
  expect(await kernels.textContent()).toContain("By how much step 1 moved each weight.");
  for (let i = 0; i < 4; i++) await next.click();
  await expect.poll(() => words(page), patience).toContain(figures(third));
  await expect.poll(() => kernels.textContent(), patience).toContain("By how much step 2 moved each weight.");
  await expect.poll(() => kernels.locator(".legend").textContent(), patience).toContain(legendFor(moved[1]));
  expect(await step(page)).toBe(2);
});

test("a step that is asked for as soon as the one before is done is taken, though that one is still being kept", async () => {
  const page = await open("?preset=classic&device=cpu&batch=8");
  await isReady(page);
  await page.evaluate((last) => {
    const status = document.querySelector("[role=status]")!;
    new MutationObserver(() => {
      const done = Number(/Paused at step (\d+)/.exec(status.textContent!)?.[1] ?? last);
      if (done < last) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: ".", bubbles: true }));
    }).observe(status, { subtree: true, childList: true, characterData: true });
  }, 12);
  await page.keyboard.press(".");
  await expect.poll(() => status(page), patience).toContain("Paused at step 12");
});

test("steps one by one show each, at any speed, which is changed while they go", async () => {
  const page = await shared("?preset=classic&device=cpu&batch=10");
  await startOver(page);
  const speed = page.getByRole("slider", { name: "Speed" });
  const walk = button(page, "Run at this speed");
  const pressed = () => walk.getAttribute("aria-pressed");
  const chosen = () => speed.getAttribute("aria-valuetext");
  const hasFocus = (name: string) => page.evaluate((label) => document.activeElement?.ariaLabel === label, name);
  // What is said of the picture changes with every step that is shown: noted is when.
  await expect.poll(() => words(page), patience).toContain("Its loss is");
  await page.evaluate(() => {
    const place = document.querySelector(".subject-words")!;
    const all: { at: number }[] = [];
    new MutationObserver(() => all.push({ at: performance.now() })).observe(place, { childList: true });
    Object.assign(window, { shownSteps: all });
  });
  const shownSteps = () => page.evaluate(() => (window as unknown as { shownSteps: { at: number }[] }).shownSteps);
  /** Steps that are shown a second, measured between so many of them from now on. */
  const rate = async (steps: number) => {
    const before = (await shownSteps()).length;
    await expect.poll(async () => (await shownSteps()).length, patience).toBeGreaterThan(before + steps);
    const all = await shownSteps();
    // The next one may have been on its way before.
    return (1000 * (all.length - before - 2)) / (all.at(-1)!.at - all[before + 1].at);
  };

  await speed.fill("0");
  expect(await chosen()).toBe("1 step a second");
  await walk.focus();
  await walk.press("Enter");
  await expect.poll(pressed, patience).toBe("true");
  expect(await hasFocus("Run at this speed")).toBe(true);
  // Not more than asked for; on a machine that has other work, fewer.
  expect(await rate(4)).toBeLessThan(1.5);
  const before = await step(page);
  expect((await shownSteps()).length).toBeGreaterThanOrEqual(before);

  await speed.focus();
  for (let i = 0; i < 6; i++) await speed.press("ArrowRight");
  expect(await chosen()).toBe("8 steps a second");
  expect(await hasFocus("Speed")).toBe(true);
  const faster = await rate(20);
  expect(faster).toBeGreaterThan(2);
  expect(faster).toBeLessThan(10);

  await walk.click();
  await expect.poll(() => status(page), patience).toContain("Paused");
  expect(await pressed()).toBe("false");
  const paused = await step(page);
  expect(paused).toBeGreaterThan(before);
  expect(Number(await moment(page).getAttribute("max"))).toBe(paused);

  // At full speed it is what Train does, which this slows down too.
  await speed.press("End");
  expect(await chosen()).toBe("full speed");
  await speed.press("Home");
  await button(page, "Train").click();
  await expect.poll(chosen, patience).toBe("full speed");
  await speed.press("Home");
  await expect.poll(chosen, patience).toBe("1 step a second");
  expect(await rate(3)).toBeLessThan(1.5);
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
});

test("any moment of a run can be looked at again: weights, loss, confusion, the answer for a drawing", async () => {
  const { page, told } = await heard(await open("verify.html"), "?preset=classic");
  await isReady(page);
  const picture = page.getByRole("spinbutton", { name: "Test picture" });
  const first = await classicWith();
  await draw(page, [
    [0.3, 0.2],
    [0.7, 0.2],
    [0.4, 0.8],
  ]);
  // The answer to the whole drawing: on a busy machine that to a part of it stands there for a while.
  const byReference = async () => first.outputs((await told()).drawn!);
  const furthest = async () => {
    const [said, right] = [await outputs(page), await byReference()];
    return said.some((words) => words === "") ? 1 : Math.max(...right.map((o, i) => Math.abs(o - Number(said[i]))));
  };
  await expect.poll(furthest, patience).toBeLessThan(0.001);
  const answered = await outputs(page);
  await picture.fill("0");
  await picture.press("Enter");
  await expect.poll(() => words(page), patience).toContain("Its loss is");
  const untrained = await words(page);
  await button(page, "Train").click();
  await expect.poll(() => page.locator("#accuracy").textContent(), patience).toContain("%");
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
  const [trained, kernel] = [await words(page), await firstKernel(page)];
  expect(trained).not.toBe(untrained);

  // One of its mistakes is looked at in the place of the first picture.
  await page.locator("#mistakes button").first().click();
  // The network has moved on since it was judged: what it says now may be right.
  const [, label] = /is (\d)/.exec((await page.locator("#mistakes li").first().textContent())!)!;
  await expect.poll(() => words(page), patience).toContain(`It is a ${label}, and`);
  expect(await picture.inputValue()).not.toBe("0");
  await picture.fill("0");
  await picture.press("Enter");
  await expect.poll(() => words(page), patience).toBe(trained);

  await moment(page).fill("0");
  await expect.poll(() => words(page), patience).toBe(untrained);
  expect(await time(page)).toBe("after step 0");
  await expect.poll(() => firstKernel(page), patience).not.toBe(kernel);
  // Nobody had tested it then: it is tested now, and comes to what the reference says of the same weights.
  await expect.poll(() => page.locator("#accuracy").textContent(), patience).toBe(percent(first.accuracy));
  expect(await page.locator("#confusion").textContent()).toContain("Tested after step 0.");
  expect(await counts(page)).toEqual(first.confusion);
  // The drawing is answered as it was then; now by the reference, to the last figure.
  await expect.poll(() => outputs(page), patience).toEqual((await byReference()).map((output) => output.toFixed(3)));
  (await outputs(page)).forEach((said, i) => {
    expect(Math.abs(Number(said) - Number(answered[i]))).toBeLessThan(0.0015);
  });

  // A moment in the middle: what is judged is the network that is on show.
  await moment(page).fill(`${Math.floor(Number(await moment(page).getAttribute("max")) / 2)}`);
  await expect.poll(() => time(page), patience).toMatch(/after step [1-9]/);
  const at = Number(/step ([\d,]+)/.exec((await time(page))!)![1].replaceAll(",", ""));
  await expect.poll(async () => (await told()).sight?.step, patience).toBe(at);
  const middle = await classicWith((await told()).sight!.parameters);
  const tested = () => page.locator("#confusion").textContent();
  await expect.poll(tested, patience).toContain(`Tested after step ${at.toLocaleString("en")}.`);
  expect(await counts(page)).toEqual(middle.confusion);
  expect(middle.confusion).not.toEqual(first.confusion);
  const middleOutputs = middle.outputs((await told()).drawn!).map((output) => output.toFixed(3));
  await expect.poll(() => outputs(page), patience).toEqual(middleOutputs);
  await button(page, "Back to now").click();
  await expect.poll(() => words(page), patience).toBe(trained);
  await expect.poll(() => firstKernel(page), patience).toBe(kernel);
  await expect.poll(() => page.locator("#accuracy").textContent(), patience).toContain("%");
});
