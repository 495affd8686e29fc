import type { DeletedResource } from "../../src/services/deletedResource";
import { fromEnvironment } from "./environment";
import { httpsRequest } from "./https";
import { OURS, type SimulatedAzure } from "./simulatedAzure";

const apiVersion = "2026-02-01";

/** Someone else at work in the same subscription, who does not use this extension. */
export class Colleague {
  constructor(
    private readonly azure: SimulatedAzure,
    private readonly tenantId: string,
  ) {}

  async recoverVault({ originalId, location }: DeletedResource): Promise<void> {
    const sku = { family: "A", name: "standard" };
    const properties = { tenantId: this.tenantId, sku, createMode: "recover" };
    await this.#send("PUT", originalId, { location, properties });
  }

  async deleteVault({ originalId }: DeletedResource): Promise<void> {
    await this.#send("DELETE", originalId);
  }

  async #send(method: string, path: string, body?: object): Promise<void> {
    const url = new URL(`${path}?api-version=${apiVersion}&${OURS}`, this.azure.url);
    const headers = { authorization: `Bearer ${await this.#token()}` };
    const { status, body: answer } = await httpsRequest(url, {
      method,
      headers,
      ...(body && { body }),
    });
    if (status >= 300) {
      throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(answer)}`);
    }
  }

  async #token(): Promise<string> {
    const url = new URL(`${this.tenantId}/oauth2/v2.0/token`, fromEnvironment("DEMO_LOGIN_URL"));
    const form = new URLSearchParams({
      username: fromEnvironment("DEMO_USERNAME"),
      scope: `${this.azure.url.origin}/.default`,
    });
    const { body } = await httpsRequest(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    return (body as { readonly access_token: string }).access_token;
  }
}
