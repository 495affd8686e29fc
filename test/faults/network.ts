import { AsyncLocalStorage } from "node:async_hooks";
import dns from "node:dns";
import type { Certificate } from "../simulator/certificate";
import type { Simulator } from "../simulator/simulator";

/** What can be wrong between this machine and Azure. */
export type NetworkFault = "refused" | "tls" | "dns";

interface Names {
  areUnknown: boolean;
}

const names = new AsyncLocalStorage<Names>();
const { lookup } = dns;

/** As nodejs.org/api/dns.html#error-codes has it, for what is asked within one cell only. */
function lookupOrFail(hostname: string, ...rest: unknown[]): void {
  const answer = rest.at(-1);
  if (names.getStore()?.areUnknown === true && typeof answer === "function") {
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
      code: "ENOTFOUND",
      errno: -3008,
      syscall: "getaddrinfo",
      hostname,
    });
    process.nextTick(answer, error);
    return;
  }
  Reflect.apply(lookup, dns, [hostname, ...rest]);
}

Object.assign(dns, { lookup: lookupOrFail });

/** The network of one cell. */
export class Network {
  readonly #names: Names = { areUnknown: false };
  #left = false;

  constructor(
    private readonly simulator: Simulator,
    private readonly own: Certificate,
    private readonly strangers: Certificate,
  ) {}

  /** Runs something for which names are looked up in this network. */
  within<T>(run: () => Promise<T>): Promise<T> {
    return names.run(this.#names, run);
  }

  /** From now on, until {@link mend}. */
  async break(fault: NetworkFault): Promise<void> {
    switch (fault) {
      case "refused":
        this.#left = true;
        return this.simulator.leave();
      case "tls":
        this.simulator.showCertificate(this.strangers);
        return;
      case "dns":
        this.#names.areUnknown = true;
        // What is open would need no name any more.
        this.#left = true;
        return this.simulator.leave();
    }
  }

  async mend(): Promise<void> {
    this.#names.areUnknown = false;
    if (this.#left) {
      this.#left = false;
      await this.simulator.comeBack();
    }
    this.simulator.showCertificate(this.own);
  }
}
