export type Side = "both" | "customer" | "agent";

/** What each ear channel is worth: the customer is on the left, the agent on the right. */
const GAINS: Record<Side, [number, number]> = {
  both: [1, 1],
  customer: [1, 0],
  agent: [0, 1],
};

/** Lets one hear both sides or only one of them, in both ears. */
export class StereoEar {
  private context: AudioContext | null = null;
  private left: GainNode | null = null;
  private right: GainNode | null = null;

  /** Needs a click of the person first, as browsers ask for sound. */
  listen(player: HTMLAudioElement, side: Side): void {
    if (!this.context) this.wire(player);
    void this.context?.resume();
    const [left, right] = GAINS[side];
    if (this.left) this.left.gain.value = left;
    if (this.right) this.right.gain.value = right;
  }

  private wire(player: HTMLAudioElement): void {
    const context = new AudioContext();
    const splitter = context.createChannelSplitter(2);
    const mono = context.createGain();
    mono.channelCount = 1;
    mono.channelCountMode = "explicit";
    this.left = context.createGain();
    this.right = context.createGain();
    context.createMediaElementSource(player).connect(splitter);
    splitter.connect(this.left, 0).connect(mono);
    splitter.connect(this.right, 1).connect(mono);
    mono.connect(context.destination);
    this.context = context;
  }
}
