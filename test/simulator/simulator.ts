import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:https";
import { makeCertificate } from "./certificate";
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
  /** Where certificate and key go; a fresh folder, removed on close, when left out. */
  readonly certificateFolder?: string;
}

/** A local Azure: resource manager, sign-in endpoint, and the levers for tests. */
export interface Simulator {
  /** Azure Resource Manager, without a slash at the end. */
  readonly url: string;
  /** The sign-in endpoint: on purpose another host, since tokens may not go there. */
  readonly loginUrl: string;
  /** The authority of the certificate, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  readonly controlToken: string;
  /** The VS Code settings that make this Azure the configured one. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Every request to resource manager and sign-in endpoint, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly state: SimulatorState;
  setLatency(milliseconds: number): void;
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
  const certificate = await makeCertificate(options.certificateFolder);
  const world = new SimulatorWorld(options);
  const server = createServer({ cert: certificate.certificate, key: certificate.key });
  server.on("request", (request, response) => {
    serve(request, response, world).catch(() => request.socket.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  world.armUrl = `https://localhost:${String(port)}`;
  world.loginUrl = `https://127.0.0.1:${String(port)}/login/`;
  return {
    url: world.armUrl,
    loginUrl: world.loginUrl,
    caFile: certificate.caFile,
    controlToken: world.controlToken,
    settings: cloudSettings(world.armUrl, world.loginUrl),
    get requests() {
      return world.requests;
    },
    get state() {
      return world.state;
    },
    setLatency: (milliseconds) => {
      world.setLatency(milliseconds);
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
      await closeServer(server);
      await certificate.remove();
    },
  };
}

/** The simulator's moving parts, as the server sees them. */
class SimulatorWorld implements World {
  armUrl = "";
  loginUrl = "";
  latency = 0;
  requests: RecordedRequest[] = [];
  state: SimulatorState;
  readonly controlToken: string;
  readonly scenarios = scenarios;
  readonly tokens = new Tokens();
  readonly faults = new Faults();
  private readonly timeScale: number;

  constructor(options: SimulatorOptions) {
    this.controlToken = options.controlToken ?? randomBytes(16).toString("hex");
    this.timeScale = options.timeScale ?? 0.05;
    this.state = this.begin(options.scenario ?? contosoFriday);
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
    return new SimulatorState(scenario, new SimulatedTime(this.timeScale));
  }
}

/**
 * The settings of VS Code's Microsoft authentication extension for a cloud of one's own, whose
 * names @azure/ms-rest-azure-env gives.
 */
function cloudSettings(armUrl: string, loginUrl: string): Readonly<Record<string, unknown>> {
  return {
    "microsoft-sovereign-cloud.environment": "custom",
    "microsoft-sovereign-cloud.customEnvironment": {
      name: "AzureSimulator",
      portalUrl: "https://portal.azure.com",
      managementEndpointUrl: armUrl,
      resourceManagerEndpointUrl: armUrl,
      activeDirectoryEndpointUrl: loginUrl,
      activeDirectoryResourceId: `${armUrl}/`,
      validateAuthority: false,
    },
  };
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
