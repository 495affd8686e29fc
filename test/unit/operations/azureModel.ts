import { account, vault } from "../services/samples";
import { at } from "./plans";
import { refusal, ScriptedArm, type Reply, type Sent } from "./scriptedArm";

/** A small Azure with a memory: what it has taken, and what became of it. */
export class AzureModel {
  /** Requests that changed something, in order. */
  readonly taken: string[] = [];
  groupExists = false;
  liveAccount = false;
  readonly deleted = new Map<string, unknown>([
    [at.deletedAccount, account],
    [at.deletedVault, vault],
  ]);
  /** Called with each write after it was taken; true leaves it without an answer. */
  swallows: (taken: string) => boolean = () => false;
  #polls = 0;
  #whenDone: () => void = () => undefined;

  /** A connection to it, for one life of the window. */
  connect(): ScriptedArm {
    return new ScriptedArm((sent) => this.#answer(sent));
  }

  #answer(sent: Sent): Reply | "silence" {
    const { method, path } = sent;
    if (path === at.poll) {
      return this.#poll();
    }
    if (method === "GET") {
      return this.#read(path);
    }
    const reply = this.#take(method, path);
    if (reply.status < 400) {
      this.taken.push(`${method} ${path}`);
      if (this.swallows(`${method} ${path}`)) {
        return "silence";
      }
    }
    return reply;
  }

  #read(path: string): Reply {
    const exists =
      (path === at.group && this.groupExists) ||
      (path === at.liveAccount && this.liveAccount) ||
      this.deleted.has(path);
    return exists
      ? { status: 200, body: path === at.deletedVault ? vault : account }
      : refusal(404, "ResourceNotFound");
  }

  #take(method: string, path: string): Reply {
    if (path === at.group) {
      this.groupExists = true;
      return { status: 201, body: {} };
    }
    if (path === at.liveAccount) {
      if (!this.groupExists) {
        return refusal(404, "ResourceGroupNotFound");
      }
      this.liveAccount = true;
      this.deleted.delete(at.deletedAccount);
      return { status: 201, body: {} };
    }
    const subject = method === "POST" ? path.replace(/\/purge$/, "") : path;
    if (!this.deleted.has(subject)) {
      return refusal(404, "ResourceNotFound");
    }
    this.#polls = 0;
    this.#whenDone = () => this.deleted.delete(subject);
    return method === "POST"
      ? { status: 202, headers: { location: at.poll } }
      : { status: 202, headers: { "azure-asyncoperation": at.poll } };
  }

  /** Answers for both protocols: 202 and InProgress, then 200 and Succeeded. */
  #poll(): Reply {
    this.#polls += 1;
    if (this.#polls < 3) {
      return { status: 202, body: { status: "InProgress" } };
    }
    this.#whenDone();
    return { status: 200, body: { status: "Succeeded" } };
  }
}
