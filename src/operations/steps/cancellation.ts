import type { StepEnvironment } from "./postconditions";

export async function sleepUnlessCancelled(
  milliseconds: number,
  environment: StepEnvironment,
): Promise<void> {
  const { clock } = environment;
  await unlessCancelled((signal) => clock.sleep(Math.max(0, milliseconds), signal), environment);
}

export async function unlessCancelled(
  wait: (signal: AbortSignal) => Promise<void>,
  { shutdown, cancelled }: StepEnvironment,
): Promise<void> {
  try {
    await wait(AbortSignal.any([shutdown, cancelled]));
  } catch (error) {
    // A canceled wait continues to the next state, which handles the cancellation.
    if (shutdown.aborted) {
      throw error;
    }
  }
}

export function isCancelled({ cancelled }: StepEnvironment): boolean {
  return cancelled.aborted;
}
