/** Trains lenet in the page: `?steps=50`. The engine and the kernels of this network are fetched when the run is opened. */
import { fetchSplits, fit, openRun, presets } from "circledast";

const status = document.querySelector("[role=status]");
const losses = document.querySelector("pre");
const steps = Number(new URLSearchParams(location.search).get("steps") ?? 50);

try {
  const data = await fetchSplits("mnist");
  status.textContent = "Opening a device.";
  const options = { recipe: presets.lenet, data, seed: 1, length: { steps }, device: "auto", gpu: navigator.gpu };
  const { session, reason } = await openRun(options);
  const end = await fit({
    session,
    reason,
    onEvent(event) {
      if (event.event === "start") status.textContent = `Training on ${event.device.description}.`;
      if (event.event === "step") losses.append(...event.losses.map((loss) => `${loss}\n`));
    },
  });
  session.destroy();
  status.textContent = `Done: ${(end.testAccuracy * 100).toFixed(2)} % of the test set, weights ${end.weightsSha256}.`;
} catch (error) {
  status.textContent = error.message;
}
