package io.mailhelm.smtp.store;

import java.util.Objects;

/** The mail of one originator in one lane. */
public record LanePart(String lane, Originator originator) {
  public LanePart {
    Objects.requireNonNull(lane);
    Objects.requireNonNull(originator);
  }

  /** The same originator's part of another lane. */
  public LanePart in(String other) {
    return new LanePart(other, originator);
  }
}
