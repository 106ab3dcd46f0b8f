import type { RTCSession } from "jssip/lib/RTCSession";
import type { RTCSessionEvent, UA } from "jssip/lib/UA";

import type { PhoneCredentials } from "../wire";
import { closeStream, openMicrophone } from "./microphone";
import { RemoteSound } from "./sound";

export type Registration = "off" | "connecting" | "registered" | "failed" | "lost";

export interface LineListener {
  registration(state: Registration): void;
  /** A call rings; `contact` is the contact that the service says it belongs to. */
  ringing(contact: string | null): void;
  /** Both sides are connected. */
  connected(): void;
  /** The call is over; `cause` as SIP has it. */
  over(cause: string): void;
  /** The browser holds back the sound until somebody clicks. */
  silenced(): void;
}

const CONTACT_HEADER = "X-Yingda-Contact";
const AGAIN_MS = 4_000;
const REFUSALS = ["Rejected", "Authentication Error"];
const BUSY_HERE = 486;
const DECLINED = 603;

/** One registered phone with at most one call; JsSIP is loaded when it is first needed. */
export class Line {
  private ua: UA | null = null;
  private session: RTCSession | null = null;
  private microphone: MediaStream | null = null;
  private again: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private isRetired = false;
  readonly sound: RemoteSound;

  constructor(
    private readonly credentials: PhoneCredentials,
    private readonly listener: LineListener,
  ) {
    this.sound = new RemoteSound(() => listener.silenced());
  }

  async open(): Promise<void> {
    this.listener.registration("connecting");
    const JsSIP = await import("jssip");
    if (this.isClosed) return;
    const { url, uri, user, password, realm } = this.credentials;
    const ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(url)],
      uri,
      authorization_user: user,
      password,
      realm,
      register: true,
      register_expires: 60,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
    });
    this.ua = ua;
    this.followRegistration(ua);
    ua.on("newRTCSession", (event: RTCSessionEvent) => this.offered(event));
    ua.start();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.again);
    this.hangUp();
    this.ua?.stop();
    this.ua = null;
    this.sound.stop();
    this.listener.registration("off");
  }

  /** Takes no more calls; the one that is talking here goes on to its end. */
  retire(): void {
    if (!this.session?.isEstablished()) return this.close();
    this.isRetired = true;
    clearTimeout(this.again);
    this.listener.registration("off");
  }

  registerAgain(): void {
    this.listener.registration("connecting");
    this.ua?.register();
  }

  /** Takes the ringing call; throws `NoMicrophone`, and the call rings on. */
  async answer(): Promise<void> {
    const session = this.session;
    if (!session) return;
    const microphone = await openMicrophone();
    if (this.session !== session || session.isEnded()) return closeStream(microphone);
    this.microphone = microphone;
    session.answer({ mediaStream: microphone, pcConfig: { iceServers: [] } });
  }

  /** Dials `number`; throws `NoMicrophone` before anything is sent. */
  async dial(number: string): Promise<void> {
    if (!this.ua || this.session) return;
    this.microphone = await openMicrophone();
    const session = this.ua.call(number, {
      mediaStream: this.microphone,
      pcConfig: { iceServers: [] },
      eventHandlers: { peerconnection: (event) => this.sound.listenTo(event.peerconnection) },
    }) as unknown as RTCSession;
    this.follow(session);
  }

  reject(): void {
    this.terminate(DECLINED);
  }

  hangUp(): void {
    this.terminate(BUSY_HERE);
  }

  mute(isMuted: boolean): void {
    if (isMuted) this.session?.mute({ audio: true });
    else this.session?.unmute({ audio: true });
  }

  /** Sends keys as RFC 4733 events. */
  sendKeys(keys: string): void {
    const transportType = "RFC2833" as never;
    this.session?.sendDTMF(keys, { transportType, duration: 120, interToneGap: 80 });
  }

  private followRegistration(ua: UA): void {
    const isGone = () => this.isClosed || this.isRetired;
    ua.on("registered", () => {
      if (!isGone()) this.listener.registration("registered");
    });
    ua.on("disconnected", () => {
      if (!isGone()) this.listener.registration("lost");
    });
    ua.on("registrationFailed", (event: { cause?: string }) => {
      if (isGone()) return;
      const isRefused = REFUSALS.includes(event.cause ?? "");
      this.listener.registration(isRefused ? "failed" : "lost");
      clearTimeout(this.again);
      if (!isRefused) this.again = setTimeout(() => this.ua?.register(), AGAIN_MS);
    });
  }

  private offered(event: RTCSessionEvent): void {
    if ((event.originator as string) !== "remote") return;
    if (this.session || this.isRetired) {
      event.session.terminate({ status_code: BUSY_HERE });
      return;
    }
    event.session.on("peerconnection", ({ peerconnection }) => this.sound.listenTo(peerconnection));
    this.follow(event.session);
    this.listener.ringing(event.request.getHeader(CONTACT_HEADER) ?? null);
  }

  private follow(session: RTCSession): void {
    this.session = session;
    const over = (event: { cause?: string }) => {
      if (this.session !== session) return;
      this.session = null;
      closeStream(this.microphone);
      this.microphone = null;
      this.sound.stop();
      this.listener.over(event.cause ?? "");
      if (this.isRetired) this.close();
    };
    session.on("confirmed", () => this.listener.connected());
    session.on("ended", over);
    session.on("failed", over);
  }

  private terminate(status: number): void {
    const session = this.session;
    if (!session || session.isEnded()) return;
    session.terminate(session.isEstablished() ? undefined : { status_code: status });
  }
}
