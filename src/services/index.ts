import { cognitiveServices } from "./cognitiveServices";
import { keyVault } from "./keyVault";
import type { SoftDeleteService } from "./service";

/** Every service the product knows. Adding one is one file beside this and one line here. */
export const services: readonly SoftDeleteService[] = [cognitiveServices, keyVault];
