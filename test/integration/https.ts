import { request } from "node:https";

/** What is sent; the body goes as JSON unless it is text. */
export interface Outgoing {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One HTTPS request of the test's own, past everything the extension does. */
export function httpsRequest(url: URL, outgoing: Outgoing = {}): Promise<Answer> {
  const { method = "GET", headers, body } = outgoing;
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: { "content-type": "application/json", ...headers } },
      (response) => {
        let received = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (received += chunk));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            body: received === "" ? undefined : JSON.parse(received),
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(text);
  });
}
