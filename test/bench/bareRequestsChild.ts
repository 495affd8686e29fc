import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { signedIn, spentOn } from "./measuredRequests";
import type { BareRequest } from "./refresh";

const args = process.argv.slice(2);
const [file = "", most = "1"] = args.slice(3);
const { url, bearer } = await signedIn(args);
const agent = new Agent({ keepAlive: true, maxSockets: Number(most) });

function send({ method, url: path, body }: BareRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    const sent = request(`${url}${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        JSON.parse(Buffer.concat(chunks).toString());
        resolve();
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const asked = JSON.parse(await readFile(file, "utf8")) as readonly BareRequest[];
const spent = await spentOn(async () => {
  await Promise.all(asked.map(send));
});
console.log(JSON.stringify(spent));
// What is kept open is not needed any more.
agent.destroy();
