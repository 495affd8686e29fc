import { findChromium } from "../../host/chromium";
import { installHost } from "../../host/install";

/**
 * Before all end-to-end tests: installs what the machine lacks, once, where each window would begin
 * to at the same time.
 */
export async function setup(): Promise<void> {
  await installHost();
  await findChromium();
}
