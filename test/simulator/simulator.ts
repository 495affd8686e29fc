import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { makeCertificate, type Certificate } from "./certificate";
import { customCloud, hostsOf, type SimulatedCloud } from "./clouds";
import { Faults, type Fault } from "./fault";
import type { RecordedRequest } from "./recordedRequest";
import type { Scenario } from "./scenario";
import { contosoFriday } from "./scenarios/contosoFriday";
import { scenarios } from "./scenarios/all";
import { serve, type World } from "./server";
import { SimulatedTime } from "./simulatedTime";
import { SimulatorState } from "./state";
import { Tokens } from "./tokens";

export interface SimulatorOptions {
  /** Any free port when left out. */
  readonly port?: number;
  /** What the control endpoint asks for; made up when left out. */
  readonly controlToken?: string;
  /** A Friday at Contoso when left out. */
  readonly scenario?: Scenario;
  /** Real seconds for each second the service takes over something. */
  readonly timeScale?: number;
  /**
   * Real seconds for each second in which requests flow back into the buckets that throttling
   * counts; 1 when left out, because clients keep their own buckets in real time.
   */
  readonly bucketTimeScale?: number;
  /** By how many seconds its clock is ahead of this machine's; negative where it is behind. */
  readonly clockAhead?: number;
  /** Where certificate and key go; a fresh folder, removed on close, when left out. */
  readonly certificateFolder?: string;
  /** One that clients trust already, in place of a new one. */
  readonly certificate?: Certificate;
  /** Which cloud it is; one of its own on this machine when left out. */
  readonly cloud?: SimulatedCloud;
}

/** A local Azure: resource manager, sign-in endpoint, and the levers for tests. */
export interface Simulator {
  /** Azure Resource Manager, without a slash at the end. */
  readonly url: string;
  /** The sign-in endpoint: on purpose another host, since tokens may not go there. */
  readonly loginUrl: string;
  /** The sign-in endpoint on this machine, wherever its cloud is. */
  readonly localLoginUrl: string;
  /** Where it listens on this machine. */
  readonly port: number;
  /** The authority of the certificate, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  readonly controlToken: string;
  /** The VS Code settings that make this Azure the configured one. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Every request to resource manager and sign-in endpoint, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly state: SimulatorState;
  setLatency(milliseconds: number): void;
  /** How many connections it has taken since it was started. */
  readonly connections: number;
  /** Nobody listens at its address any more, and open connections break. */
  leave(): Promise<void>;
  /** Listens there again. */
  comeBack(): Promise<void>;
  /** Shows itself with another certificate from now on, as a proxy in between does. */
  showCertificate(shown: Pick<Certificate, "certificate" | "key">): void;
  addFault(fault: Fault): string;
  removeFault(id: string): void;
  /** Clears all faults, the scenario's standing ones too; those come back with a reset. */
  clearFaults(): void;
  /** Begins anew with the same scenario or another; tokens already issued stay good. */
  reset(scenario?: Scenario): void;
  close(): Promise<void>;
}

/** Starts an Azure of one's own on this machine's loopback interface. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const certificate =
    options.certificate ??
    (await makeCertificate(
      options.certificateFolder,
      options.cloud === undefined ? [] : hostsOf(options.cloud),
    ));
  const world = new SimulatorWorld(options);
  const server = createServer({ cert: certificate.certificate, key: certificate.key });
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // Also those that have not yet agreed on a certificate, of which the server itself knows nothing.
  const breakConnections = (): void => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  server.on("request", (request, response) => {
    serve(request, response, world).catch(() => request.socket.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  const localLoginUrl = `https://127.0.0.1:${String(port)}/login/`;
  const cloud =
    options.cloud ??
    // The identifiers that public Azure goes by are what command lines ask for.
    customCloud(`https://localhost:${String(port)}`, localLoginUrl, [
      "https://management.azure.com",
      "https://management.core.windows.net",
    ]);
  world.cloud = cloud;
  return {
    url: cloud.armUrl,
    loginUrl: cloud.loginUrl,
    localLoginUrl,
    port,
    caFile: certificate.caFile,
    controlToken: world.controlToken,
    settings: cloud.settings,
    get requests() {
      return world.requests;
    },
    get connections() {
      return connections;
    },
    get state() {
      return world.state;
    },
    setLatency: (milliseconds) => {
      world.setLatency(milliseconds);
    },
    leave: async () => {
      const closed = closeServer(server);
      breakConnections();
      await closed;
    },
    comeBack: () => listenAgain(server, port),
    showCertificate: (shown) => {
      server.setSecureContext({ cert: shown.certificate, key: shown.key });
      // A session that is taken up again shows no certificate.
      server.setTicketKeys(randomBytes(48));
      breakConnections();
    },
    addFault: (fault) => world.addFault(fault),
    removeFault: (id) => {
      world.removeFault(id);
    },
    clearFaults: () => {
      world.clearFaults();
    },
    reset: (scenario) => {
      world.reset(scenario);
    },
    close: async () => {
      if (server.listening) {
        await closeServer(server);
      }
      await certificate.remove();
    },
  };
}

/** The simulator's moving parts, as the server sees them. */
class SimulatorWorld implements World {
  /** Where it listens is known only once it does. */
  cloud: SimulatedCloud = customCloud("", "");
  latency = 0;
  requests: RecordedRequest[] = [];
  state: SimulatorState;
  readonly controlToken: string;
  readonly scenarios = scenarios;
  readonly tokens = new Tokens();
  readonly faults = new Faults();
  private readonly timeScale: number;
  private readonly bucketTimeScale: number | undefined;
  private readonly clockAhead: number;

  constructor(options: SimulatorOptions) {
    this.controlToken = options.controlToken ?? randomBytes(16).toString("hex");
    this.timeScale = options.timeScale ?? 0.05;
    this.bucketTimeScale = options.bucketTimeScale;
    this.clockAhead = options.clockAhead ?? 0;
    this.state = this.begin(options.scenario ?? contosoFriday);
  }

  get armUrl(): string {
    return this.cloud.armUrl;
  }

  get loginUrl(): string {
    return this.cloud.loginUrl;
  }

  get audiences(): readonly string[] {
    return this.cloud.audiences;
  }

  record(request: RecordedRequest): void {
    this.requests.push(request);
  }

  setLatency(milliseconds: number): void {
    this.latency = milliseconds;
  }

  addFault(fault: Fault): string {
    return this.faults.add(fault);
  }

  removeFault(id: string): void {
    this.faults.remove(id);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  reset(scenario?: Scenario): void {
    this.faults.clear();
    this.latency = 0;
    this.requests = [];
    this.state = this.begin(scenario ?? this.state.scenario);
  }

  private begin(scenario: Scenario): SimulatorState {
    scenario.standingFaults?.forEach((fault) => this.faults.add(fault));
    const time = new SimulatedTime(this.timeScale);
    time.advance(this.clockAhead);
    return new SimulatorState(scenario, time, this.bucketTimeScale);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Where it listened before. Somebody else's connection may have the port for a moment. */
async function listenAgain(server: Server, port: number): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await listen(server, port);
      return;
    } catch (error) {
      if (attempt >= 50) {
        throw error;
      }
      await delay(200);
    }
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) {
        resolve();
      } else {
        reject(error);
      }
    });
    server.closeAllConnections();
  });
}
