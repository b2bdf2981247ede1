/** The part of the script that trains, judges and saves, on one process or on many. */

/** What a recipe has, and so what its script does. */
export interface Parts {
  readonly batch: number;
  readonly clipNorm: number | undefined;
  readonly averages: boolean;
  readonly schedules: boolean;
  /** Steps of a warm-up, where it is given as a number. */
  readonly warmup: number | undefined;
  readonly augments: boolean;
  /** Whether anything is drawn at random in a step. */
  readonly draws: boolean;
  readonly normalizes: boolean;
}

/** Lines where something is so; nothing else. */
const where = (isSo: boolean, lines: string) => (isSo ? lines : "");

/** Processes, batches and judging. */
export function runText({ normalizes }: Parts): string {
  const synchronized = `    if device.type == "cuda":
        model = nn.SyncBatchNorm.convert_sync_batchnorm(model)
    elif rank == 0:
        # PyTorch has SyncBatchNorm, statistics of the whole batch, on CUDA alone.
        told = "warning: batch normalisation sees each process's part of a batch alone"
        print(told, file=sys.stderr)
`;
  return `def start_process(name):
    """The device, this process's number, and how many there are: torchrun tells."""
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    device = torch.device(name or ("cuda" if torch.cuda.is_available() else "cpu"))
    if device.type == "cuda" and device.index is None:
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(device)
    if world > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return device, rank, world


def distributed(model, device, ${where(normalizes, "rank, ")}world):
    """The model, and the same one as processes train it together."""
    if world == 1:
        return model, model
${where(normalizes, synchronized)}    devices = [device] if device.type == "cuda" else None
    return model, DistributedDataParallel(model, device_ids=devices)


def mean_over_processes(losses, world):
    """Of the whole batch: each process has the losses of its part."""
    if world > 1:
        dist.all_reduce(losses)
    return losses / world


def batch_of(images, labels, chosen, device):
    """Pictures from 0 to 1, and their classes."""
    return images[chosen].to(device).float() / 255, labels[chosen].to(device)


@torch.no_grad()
def evaluate(model, images, labels, device):
    """Mean loss and share of right answers."""
    model.eval()
    loss, right = 0.0, 0
    for chosen in torch.arange(len(labels)).split(1000):
        x, label = batch_of(images, labels, chosen, device)
        output = model(x)
        loss += loss_of(output, label).item() * len(label)
        right += (class_of(output) == label).sum().item()
    model.train()
    return loss / len(labels), right / len(labels)`;
}

/** Arguments, and the run from beginning to end. */
export function mainText(parts: Parts, weights: string): string {
  const { batch, clipNorm, averages, schedules, warmup, augments, draws, normalizes } = parts;
  const counts = `    # How many batches it has seen: nothing depends on it, and the file has it not.
    counts = {k: v for k, v in model.state_dict().items() if k.endswith("_tracked")}
    model.load_state_dict({**tensors, **counts})
`;
  const saved = normalizes
    ? `        tensors = {k: v for k, v in tensors.items() if not k.endswith("_tracked")}
`
    : "";
  const reach = `    if total < ${warmup}:
        raise SystemExit(f"{total} steps are fewer than those of the warm-up, ${warmup}")
`;
  const rate = `        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, total)
`;
  return `def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, metavar="DIR", help="IDX files")
    parser.add_argument("--epochs", type=float, default=1, help="default: 1")
    parser.add_argument("--steps", type=int, help="in place of --epochs")
    parser.add_argument("--seed", type=int, default=1, help="default: 1")
    parser.add_argument("--batch", type=int, default=${batch}, help="for each process")
    parser.add_argument("--device", help="default: cuda where there is one, else cpu")
    parser.add_argument("--weights", help="default: those beside this file")
    parser.add_argument("--save", metavar="FILE.safetensors")
    parser.add_argument("--losses", type=int, help="only so many steps; their losses")
    return parser.parse_args()


def main():
    args = parse_arguments()
    device, rank, world = start_process(args.device)
    images, labels = load_split(args.data, "train")
    test_images, test_labels = load_split(args.data, "t10k", "test")
    path = args.weights or Path(__file__).with_name(${JSON.stringify(weights)})
    tensors, notes = load_weights(path)
    model = build_model()
${normalizes ? counts : "    model.load_state_dict(tensors)\n"}    model, trained = distributed(model.to(device), device, ${where(normalizes, "rank, ")}world)
    optimizer = build_optimizer(model)
${where(averages, "    average = average_of(model)\n")}    judged = ${averages ? "average.module" : "model"}
${where(draws, "    torch.manual_seed(args.seed + rank)\n")}
    # One batch of all processes together; what is left at an epoch's end is left out.
    batch = args.batch * world
    steps_per_epoch = len(labels) // batch
    if steps_per_epoch == 0:
        raise SystemExit(f"a batch of {batch} is too large for {len(labels)} samples")
    total = args.steps or math.floor(args.epochs * steps_per_epoch + 0.5)
${where(warmup !== undefined, reach)}    last = min(total, args.losses or total)
    losses, told = [], []
    for step in range(last):
        epoch, place = divmod(step, steps_per_epoch)
        if place == 0:
            order = epoch_order(labels, args.seed, epoch)
        first = place * batch + rank * args.batch
        chosen = order[first : first + args.batch]
        x, label = batch_of(images, labels, chosen, device)
${where(augments, "        x = augment(x)\n")}${where(schedules, rate)}        optimizer.zero_grad()
        loss = loss_of(trained(x), label)
        loss.backward()
${where(clipNorm !== undefined, `        nn.utils.clip_grad_norm_(model.parameters(), ${clipNorm})\n`)}        optimizer.step()
${where(averages, "        average.update_parameters(model)\n")}        losses.append(loss.detach())
        if place + 1 < steps_per_epoch and step + 1 < last:
            continue
        mean = mean_over_processes(torch.stack(losses), world)
        losses = []
        if args.losses:
            told += mean.tolist()
        elif rank == 0:
            test_loss, accuracy = evaluate(judged, test_images, test_labels, device)
            print(
                f"step {step + 1} of {total}: loss {mean.mean():.4f}, "
                f"test loss {test_loss:.4f}, accuracy {accuracy:.2%}",
                flush=True,
            )
    if rank == 0 and args.losses:
        print(json.dumps(told))
    if rank == 0 and args.save:
        tensors = judged.state_dict()
${saved}        notes = {**notes, "seed": str(args.seed), "step": str(last)}
        save_weights(args.save, tensors, notes)
    if world > 1:
        dist.destroy_process_group()`;
}
