/** ⊛ without a device: a power, its gradient, and what the outputs of a network see. */
import { convolutionPower, flip, presets, receptiveField, reference } from "circledast";

// The coin is tossed five times: how often heads?
const coin = { shape: [1, 2], data: [0.5, 0.5] };
const { data: heads } = await convolutionPower(coin, 5);

// y = x ⊛ g, L = Σ y: ∂L/∂g, of which each element is the sum of x.
const x = { shape: [1, 3], data: [1, 2, 3] };
const ones = { shape: [1, 4], data: [1, 1, 1, 1] };
const gradients = await reference.gradient("convolve", { x, g: coin }, { form: "full" }, ones);

const { size, stride } = receptiveField(presets.lenet).find(({ name }) => name === "conv2");
const turned = flip(x).data;
const plain = (values) => Array.from(values);
console.log(
  JSON.stringify({ heads: plain(heads), gradient: plain(gradients.g.data), turned: plain(turned), size, stride }),
);
