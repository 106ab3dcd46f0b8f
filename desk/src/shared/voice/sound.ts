/** What the other side says, played by this browser and measured for the level meter. */
export class RemoteSound {
  private readonly player = new Audio();
  private stream = new MediaStream();
  private context: AudioContext | null = null;
  private meter: AnalyserNode | null = null;
  private samples = new Float32Array(0);

  constructor(private readonly silenced: () => void) {
    this.player.autoplay = true;
  }

  /** Collects the tracks by itself: the engine gives audio and video streams of their own. */
  listenTo(connection: RTCPeerConnection): void {
    connection.addEventListener("track", (event) => {
      if (event.track.kind === "audio") this.add(event.track);
    });
  }

  /** Plays again after the browser held the sound back. */
  async resume(): Promise<void> {
    await this.player.play();
    await this.context?.resume();
  }

  stop(): void {
    this.player.srcObject = null;
    this.stream = new MediaStream();
    this.meter = null;
    void this.context?.close();
    this.context = null;
  }

  /** The loudness just heard, 0 to 1. */
  level(): number {
    if (!this.meter) return 0;
    this.meter.getFloatTimeDomainData(this.samples);
    const power = this.samples.reduce((sum, each) => sum + each * each, 0) / this.samples.length;
    const decibels = 10 * Math.log10(power + 1e-9);
    return Math.max(0, Math.min(1, (decibels + 60) / 55));
  }

  private add(track: MediaStreamTrack): void {
    this.stream.addTrack(track);
    this.player.srcObject = this.stream;
    this.player.play().catch(() => this.silenced());
    this.context ??= new AudioContext();
    this.meter = this.context.createAnalyser();
    this.meter.fftSize = 1024;
    this.samples = new Float32Array(this.meter.fftSize);
    this.context.createMediaStreamSource(this.stream).connect(this.meter);
  }
}
