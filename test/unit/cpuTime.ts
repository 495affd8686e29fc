/** How often something is measured: what is slow by itself is slow each time. */
const times = 3;

/**
 * The least time that `run` took of the processor, in milliseconds, of three times at most and as
 * soon as one is within `most`. What else runs on the machine does not count, nor does a collection
 * of garbage that fell into one of them.
 */
export function leastCpuTime(run: () => void, most: number): number {
  let least = Infinity;
  for (let time = 0; time < times && least > most; time += 1) {
    const began = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
