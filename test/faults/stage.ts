import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArmConnector } from "../../src/account/armConnector";
import { Connections } from "../../src/account/connections";
import { VscodeAccount } from "../../src/account/vscodeAccount";
import { connectToArm } from "../../src/azure/armClient";
import type { Logger } from "../../src/base/logger";
import { RateLimiter } from "../../src/azure/rateLimit";
import { DeletionLog } from "../../src/deletionHistory/deletionLog";
import { Inventory } from "../../src/inventory/inventory";
import { isAllRead } from "../../src/inventory/inventorySnapshot";
import { OperationStore } from "../../src/operations/operationStore";
import { Planner } from "../../src/planning/planner";
import { Runner } from "../../src/operations/runner";
import { cognitiveServices } from "../../src/services/cognitiveServices";
import { computeGallery } from "../../src/services/computeGallery";
import { explain } from "../unit/services/explain";
import { keyVault } from "../../src/services/keyVault";
import type { SoftDeleteService } from "../../src/services/service";
import { startSimulator, type Simulator } from "../simulator/simulator";
import { startArmServer, type ArmServer } from "../unit/azure/armServer";
import { HurriedClock } from "../simulated/connecting";
import { Network } from "./network";
import { twoTenants } from "./scenario";
import { SimulatedSessions } from "./sessions";
import { certificates } from "./certificates";
import { WatchedClient, type Before } from "./watched";

const services: readonly SoftDeleteService[] = [keyVault, cognitiveServices, computeGallery];
/** Those that something is done with; nobody has to be asked about the others for it. */
const actedOn: readonly SoftDeleteService[] = [keyVault, cognitiveServices];

/** The product without its window, as `composition/` puts it together, before a simulated Azure. */
export class Stage {
  readonly clock = new HurriedClock();
  readonly sessions: SimulatedSessions;
  readonly connections: Connections;
  readonly inventory: Inventory;
  readonly planner: Planner;
  readonly deletionLog: DeletionLog;
  /** What was logged above trace. */
  readonly logged: string[] = [];
  /** What is shown. */
  services = actedOn;
  /** Told of each request just before it leaves. */
  before: Before = async () => undefined;
  readonly #account: VscodeAccount;
  readonly #logger: Logger;

  constructor(
    readonly simulator: Simulator,
    readonly network: Network,
    /** A host that is none of Azure's, and what it was asked. */
    readonly stranger: ArmServer,
    readonly folder: string,
  ) {
    const log = (message: string): void => {
      this.logged.push(message);
    };
    this.#logger = { trace: () => undefined, debug: log, info: log, warn: log, error: log };
    const limiter = new RateLimiter(this.clock);
    const connect: ArmConnector = async (options) =>
      new WatchedClient(
        connectToArm({ ...options, limiter, clock: this.clock, logger: this.#logger }),
        (method, path) => this.before(method, path),
      );
    this.sessions = new SimulatedSessions(simulator);
    this.#account = new VscodeAccount({ sessions: this.sessions, connect, logger: this.#logger });
    this.connections = new Connections(this.#account, connect);
    const reading = { mayPrompt: false };
    const endpoint = async (): Promise<string> => (await this.#account.cloud()).armEndpoint;
    this.inventory = new Inventory({
      services: () => this.services,
      readSubscriptions: (report, signal) => this.#account.readSubscriptions(report, signal),
      connect: (subscription) => this.connections.connect(subscription, reading),
      endpoint,
      logger: this.#logger,
    });
    this.deletionLog = new DeletionLog({
      connect: (subscription) => this.connections.connect(subscription, reading),
      items: () => this.inventory.items,
      retentionHours: () => undefined,
      clock: this.clock,
      logger: this.#logger,
    });
    this.planner = new Planner({
      connect: (subscription) => this.connections.connect(subscription, { mayPrompt: true }),
      endpoint,
      service: ({ serviceId }) => serviceOf(serviceId),
      items: () => this.inventory.items,
      subscriptions: () =>
        this.inventory.snapshot.subscriptions.map(({ subscription }) => subscription),
      isAllRead: (type, id) => isAllRead(this.inventory.snapshot, services, type, id),
      clock: this.clock,
    });
  }

  /** Shows everything that there is. */
  showAll(): void {
    this.services = services;
  }

  get store(): OperationStore {
    return new OperationStore(this.folder, this.#logger);
  }

  /** A window's runner; the operations of all of them are in the same folder. */
  runner(store: OperationStore = this.store): Runner {
    return new Runner({
      store,
      connect: (via) => this.connections.connectTo(via),
      explain,
      clock: this.clock,
      logger: this.#logger,
    });
  }

  /** As the extension does when who is signed in changes, and after that. */
  forgetConnections(): void {
    this.connections.clear();
    this.deletionLog.markStale();
  }

  async close(): Promise<void> {
    this.inventory.dispose();
    this.#account.dispose();
    await Promise.all([this.simulator.close(), this.stranger.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

function serviceOf(id: string): SoftDeleteService {
  const found = services.find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`There is no service ${id} on this stage.`);
  }
  return found;
}

/**
 * Runs something on a stage of its own, with the network of its own.
 *
 * @param clockAhead by how many seconds Azure's clock is ahead of this machine's.
 */
export async function onStage<T>(act: (stage: Stage) => Promise<T>, clockAhead = 0): Promise<T> {
  const { trusted, stranger } = await certificates();
  const folder = await mkdtemp(join(tmpdir(), "faults-"));
  const simulator = await startSimulator({
    timeScale: 0,
    scenario: twoTenants,
    certificate: trusted,
    clockAhead,
  });
  const network = new Network(simulator, trusted, stranger);
  const stage = new Stage(simulator, network, await startArmServer(trusted), folder);
  try {
    return await network.within(() => act(stage));
  } finally {
    await stage.close();
  }
}
