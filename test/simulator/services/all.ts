import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { SimulatedService } from "../service";

const folder = dirname(fileURLToPath(import.meta.url));

/** Every service in this folder: a file `<name>.ts` that exports its `service`. */
export const simulatedServices: readonly SimulatedService[] = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && file !== "all.ts")
    .sort()
    .map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as {
        readonly service: SimulatedService;
      };
      return module.service;
    }),
);
