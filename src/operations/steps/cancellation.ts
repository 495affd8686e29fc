import type { StepEnvironment } from "./postconditions";

/** Sleeps so many milliseconds, less where the person cancels. */
export async function sleepUnlessCancelled(
  milliseconds: number,
  environment: StepEnvironment,
): Promise<void> {
  const { clock } = environment;
  await unlessCancelled((signal) => clock.sleep(Math.max(0, milliseconds), signal), environment);
}

/** Waits; a cancellation ends the wait, a shutdown throws. */
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

/** Whether the person has cancelled what is not sent yet. */
export function isCancelled({ cancelled }: StepEnvironment): boolean {
  return cancelled.aborted;
}
