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
    // A cancelled wait goes on to the next state, which sees the cancellation.
    if (shutdown.aborted) {
      throw error;
    }
  }
}

export function isCancelled({ cancelled }: StepEnvironment): boolean {
  return cancelled.aborted;
}
