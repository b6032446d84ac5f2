package io.mailhelm.config;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a pod does not serve from the volume it has; its exit code says which it is. */
public enum VolumeRefusal {
  /** There was mail, and the volume has none. */
  EmptyVolume(4),
  /** The volume has the mail of another server, or of another time. */
  OtherVolume(5);

  private final int exitCode;

  VolumeRefusal(int exitCode) {
    this.exitCode = exitCode;
  }

  /** What a process ends with that refuses for this reason. */
  public int exitCode() {
    return exitCode;
  }

  /** The refusal that an exit code stands for; empty: it is no refusal. */
  public static Optional<VolumeRefusal> of(int exitCode) {
    return Stream.of(values()).filter(each -> each.exitCode == exitCode).findFirst();
  }
}
