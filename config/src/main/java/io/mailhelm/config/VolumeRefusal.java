package io.mailhelm.config;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a pod does not serve from its volume; the process ends with an exit code for the reason. */
public enum VolumeRefusal {
  /** There was mail before, and the volume has none. */
  EmptyVolume(4),
  /** The volume has the mail of another server, or of another time. */
  OtherVolume(5);

  private final int exitCode;

  VolumeRefusal(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a process that refuses for this reason. */
  public int exitCode() {
    return exitCode;
  }

  /** The refusal for an exit code; empty: it is no refusal. */
  public static Optional<VolumeRefusal> of(int exitCode) {
    return Stream.of(values()).filter(each -> each.exitCode == exitCode).findFirst();
  }
}
