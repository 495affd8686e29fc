import type { ArmClient } from "../../src/azure/armClient";
import type { ArmRequest } from "../../src/azure/armRequest";
import { errorInBody } from "../../src/azure/errorBody";
import { ArmError, type ArmFailure } from "../../src/azure/errors";
import { refusal, type Reply } from "../unit/operations/scriptedArm";
import type { Manner } from "./azure";
import type { Life } from "./life";
import { markOf, purposeOf } from "./plans";
import type { WriteEvent } from "./schedule";
import type { ArmResponse } from "../../src/azure/armResponse";

type Answer = Reply | "lost" | "notSent";

const second = 1000;

/** The way from one window to Azure, in all weathers. */
export class Connection implements ArmClient {
  constructor(private readonly life: Life) {}

  async send(request: ArmRequest, signal?: AbortSignal): Promise<ArmResponse> {
    signal?.throwIfAborted();
    return request.method === "GET" ? this.#read(request, signal) : this.#write(request, signal);
  }

  async follow(url: string, signal?: AbortSignal): Promise<ArmResponse> {
    signal?.throwIfAborted();
    const { life } = this;
    const event = life.world.weather.poll();
    await life.takesAMoment(signal);
    life.world.tell(life, `follows ${url} (${event})`);
    const { azure } = life.world;
    switch (event) {
      case "crash":
      case "close":
      case "cancel":
      case "sleep":
        await this.#happens(event, signal);
        return this.#deliver(azure.poll(url, "ok"), "GET", url);
      case "lost":
        return this.#deliver("lost", "GET", url);
      case "busy":
        return this.#deliver(refusal(503, "ServerBusy"), "GET", url);
      case "throttled":
        return this.#deliver(refusal(429, "TooManyRequests"), "GET", url);
      case "forbidden":
        return this.#deliver(refusal(403, "AuthorizationFailed"), "GET", url);
      case "ok":
      case "failed":
      case "malformed":
        return this.#deliver(azure.poll(url, event), "GET", url);
    }
  }

  list(): Promise<void> {
    throw new Error("No plan here asks for a list.");
  }

  resourceGroupExists(): Promise<boolean> {
    throw new Error("No plan here asks for a group.");
  }

  async #read(request: ArmRequest, signal: AbortSignal | undefined): Promise<ArmResponse> {
    const { life } = this;
    const { world } = life;
    const purpose = purposeOf(request);
    const event = world.weather.read();
    await life.takesAMoment(signal);
    life.world.tell(life, `reads ${markOf(request)} ${request.path} (${event})`);
    let answer: Answer;
    switch (event) {
      case "lost":
        answer = "lost";
        break;
      case "busy":
        answer = refusal(503, "ServerBusy");
        break;
      case "forbidden":
        answer = refusal(403, "AuthorizationFailed");
        break;
      case "change":
        if (purpose === "guard") {
          world.azure.change(request.path);
        }
        answer = world.azure.read(request.path);
        break;
      case "crash":
      case "close":
      case "cancel":
      case "sleep":
        await this.#happens(event, signal);
        answer = world.azure.read(request.path);
        break;
      case "ok":
        answer = world.azure.read(request.path);
        break;
    }
    world.rules.hasRead(life, request, answer, event === "cancel");
    await life.takesAMoment(signal);
    return this.#deliver(answer, "GET", request.path);
  }

  async #write(request: ArmRequest, signal: AbortSignal | undefined): Promise<ArmResponse> {
    const { life } = this;
    const { rules, weather } = life.world;
    const event = weather.write();
    if (event === "notSent") {
      return this.#deliver("notSent", request.method, request.path);
    }
    life.world.tell(life, `sends ${markOf(request)} ${request.method} ${request.path} (${event})`);
    rules.sends(life, request);
    await life.takesAMoment(signal);
    const answer = await this.#answer(request, event, signal);
    rules.isAnswered(request, answer === "lost" ? undefined : answer.status);
    await life.takesAMoment(signal);
    return this.#deliver(answer, request.method, request.path);
  }

  async #answer(
    request: ArmRequest,
    event: Exclude<WriteEvent, "notSent">,
    signal: AbortSignal | undefined,
  ): Promise<Reply | "lost"> {
    switch (event) {
      case "now":
        return this.#take(request, { after: 0, says: "done" });
      case "late":
        return this.#take(request, { after: 100 * second, says: "done" });
      case "async":
        return this.#take(request, { after: 30 * second, says: "async" });
      case "location":
        return this.#take(request, { after: 8 * second, says: "location" });
      case "untracked":
        return this.#take(request, { after: 40 * second, says: "nothing" });
      case "throttled":
        return refusal(429, "TooManyRequests");
      case "notYet":
        return refusal(409, "Settling");
      case "badRequest":
        return refusal(400, "BadRequest");
      case "forbidden":
        return refusal(403, "AuthorizationFailed");
      case "lostBefore":
        return "lost";
      case "errorBefore":
        return refusal(503, "ServerBusy");
      case "lostAfter":
        this.#take(request, { after: 20 * second, says: "done" });
        return "lost";
      case "errorAfter":
        this.#take(request, { after: 300 * second, says: "async" });
        return refusal(500, "InternalServerError");
      case "crashBefore":
        return this.life.die();
      case "crashAfter":
        this.#take(request, { after: 20 * second, says: "async" });
        return this.life.die();
      case "closeBefore":
        await this.#happens("close", signal);
        return "lost";
      case "closeAfter":
        this.#take(request, { after: 0, says: "done" });
        await this.#happens("close", signal);
        return "lost";
      case "cancel":
      case "sleep": {
        const reply = this.#take(request, { after: 10 * second, says: "async" });
        await this.#happens(event, signal);
        return reply;
      }
    }
  }

  #take(request: ArmRequest, manner: Manner): Reply {
    const { method, path } = request;
    return this.life.world.azure.take(method, path, markOf(request), manner);
  }

  async #happens(
    event: "crash" | "close" | "cancel" | "sleep",
    signal: AbortSignal | undefined,
  ): Promise<void> {
    switch (event) {
      case "crash":
        return this.life.die();
      case "close":
        this.life.close();
        signal?.throwIfAborted();
        return;
      case "cancel":
        this.life.cancel();
        return;
      case "sleep":
        return this.life.sleep();
    }
  }

  #deliver(answer: Answer, method: ArmRequest["method"], path: string): ArmResponse {
    const fail = (failure: Pick<ArmFailure, "kind" | "message" | "status" | "code">): never => {
      throw new ArmError({ method, path, ...failure });
    };
    if (answer === "lost") {
      return fail({ kind: "noAnswer", message: "socket hang up" });
    }
    if (answer === "notSent") {
      return fail({ kind: "notSent", message: "Sign in first." });
    }
    const { status, headers = {}, body } = answer;
    if (status >= 400) {
      const { code = "", message = "" } = errorInBody(body) ?? {};
      return fail({ kind: "refused", status, code, message });
    }
    return {
      status,
      headers,
      body,
      correlationId: undefined,
      retryAfterSeconds: undefined,
      request: { method, path },
    };
  }
}
