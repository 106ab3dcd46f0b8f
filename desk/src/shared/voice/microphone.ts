/** Why there is no microphone; each has its notice and mend. */
export type MicTrouble = "refused" | "missing" | "busy" | "insecure";

export class NoMicrophone extends Error {
  constructor(readonly trouble: MicTrouble) {
    super(trouble);
    this.name = "NoMicrophone";
  }
}

const TROUBLES: Record<string, MicTrouble> = {
  NotAllowedError: "refused",
  SecurityError: "insecure",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  DevicesNotFoundError: "missing",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
};

/** The trouble that a refusal of the browser tells of. */
export function micTrouble(error: unknown): MicTrouble {
  const name = (error as { name?: string } | null)?.name ?? "";
  return TROUBLES[name] ?? "busy";
}

/** The microphone's sound; throws `NoMicrophone` with the reason. */
export async function openMicrophone(): Promise<MediaStream> {
  // Absent outside secure contexts, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new NoMicrophone("insecure");
  try {
    return await devices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    throw new NoMicrophone(micTrouble(error));
  }
}

export function closeStream(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}
