import { explainWith } from "../../../src/services/errors/errorTable";
import { services } from "../../../src/services/index";

/** Explains failures as the product does, with the whole catalogue. */
export const explain = explainWith(services);
