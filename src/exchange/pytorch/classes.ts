/** Layers that PyTorch lacks, as small classes of the script. */

const paddedConv2d = (name: string, base: string) => `class ${name}(${base}):
    """A convolution with another padding on each side: left, right, top, bottom."""

    def __init__(self, *args, pad, **kwargs):
        super().__init__(*args, **kwargs)
        self.pad = pad

    def forward(self, x):
        return super().forward(F.pad(x, self.pad))`;

/** Each class after those that it is made of. */
export const classes = {
  TrueConv2d: `class TrueConv2d(nn.Conv2d):
    """Convolution as in mathematics: the kernels are turned by half a turn."""

    def forward(self, x):
        kernels = self.weight.flip(2, 3)
        settings = self.stride, self.padding, self.dilation, self.groups
        return F.conv2d(x, kernels, self.bias, *settings)`,
  PaddedConv2d: paddedConv2d("PaddedConv2d", "nn.Conv2d"),
  PaddedTrueConv2d: paddedConv2d("PaddedTrueConv2d", "TrueConv2d"),
  PaddedAvgPool2d: `class PaddedAvgPool2d(nn.Module):
    """The mean of each window, with a padding of its own on each side.

    pad is left, right, top, bottom. A mean divides by its window's cells in the rows and
    columns that count, which are numbered from the corner of the padded map.
    """

    def __init__(self, size, stride, pad, rows, columns):
        super().__init__()
        self.size, self.stride, self.pad = size, stride, pad
        self.rows, self.columns = rows, columns

    def forward(self, x):
        x = F.pad(x, self.pad)
        counted = torch.zeros_like(x[:1, :1])
        counted[..., self.rows, self.columns] = 1
        return self.sums(x) / self.sums(counted)

    def sums(self, x):
        return F.avg_pool2d(x, self.size, self.stride, divisor_override=1)`,
  Residual: `class Residual(nn.Sequential):
    """What the layers make of the input, added to the input."""

    def forward(self, x):
        return super().forward(x) + x`,
  ResidualWithShortcut: `class ResidualWithShortcut(nn.Sequential):
    """What the layers make of the input, added to what the shortcut makes of it."""

    def __init__(self, layers, shortcut):
        super().__init__(layers)
        self.shortcut = nn.Sequential(shortcut)

    def forward(self, x):
        y = x
        for name, layer in self.named_children():
            if name != "shortcut":
                y = layer(y)
        return y + self.shortcut(x)`,
} as const;

export type ClassName = keyof typeof classes;

/** What another class is made of. */
const bases: Partial<Record<ClassName, ClassName>> = { PaddedTrueConv2d: "TrueConv2d" };

/** The texts of those that are used, and of what they are made of. */
export function classesOf(used: ReadonlySet<ClassName>): string[] {
  const needed = new Set([...used].flatMap((name) => [name, bases[name] ?? name]));
  return Object.entries(classes)
    .filter(([name]) => needed.has(name as ClassName))
    .map(([, text]) => text);
}
