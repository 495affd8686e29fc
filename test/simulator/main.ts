import { parseArgs } from "node:util";
import { startSimulator, type SimulatorOptions } from "./simulator";
import { scenarios } from "./scenarios/all";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "time-scale": { type: "string" },
    "bucket-time-scale": { type: "string" },
    latency: { type: "string" },
    scenario: { type: "string" },
    "control-token": { type: "string" },
  },
});

const scenario = scenarios.find(({ name }) => name === values.scenario);
if (values.scenario !== undefined && scenario === undefined) {
  throw new Error(`Scenarios: ${scenarios.map(({ name }) => name).join(", ")}`);
}
const options: SimulatorOptions = {
  ...(values.port === undefined ? {} : { port: numberFrom("port", values.port) }),
  ...(values["time-scale"] === undefined
    ? {}
    : { timeScale: numberFrom("time-scale", values["time-scale"]) }),
  ...(values["bucket-time-scale"] === undefined
    ? {}
    : { bucketTimeScale: numberFrom("bucket-time-scale", values["bucket-time-scale"]) }),
  ...(values["control-token"] === undefined ? {} : { controlToken: values["control-token"] }),
  ...(scenario === undefined ? {} : { scenario }),
};

const simulator = await startSimulator(options);
simulator.setLatency(values.latency === undefined ? 0 : numberFrom("latency", values.latency));

process.stdout.write(`Azure Resource Manager  ${simulator.url}
Sign-in endpoint        ${simulator.loginUrl}
Certificate authority   ${simulator.caFile}
                        (NODE_EXTRA_CA_CERTS=${simulator.caFile})
Control token           ${simulator.controlToken}
                        (header x-simulator-control, on ${simulator.url}/_simulator/)
VS Code settings        ${JSON.stringify(simulator.settings, undefined, 2)}
Ctrl-C stops it.
`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0));
  });
}

function numberFrom(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new Error(`--${name} must be a number, not "${text}"`);
  }
  return value;
}
