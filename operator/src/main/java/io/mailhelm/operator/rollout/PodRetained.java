package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.Retained;
import java.util.Optional;

/**
 * Remembers which mailboxes of deleted users the servers of one MailDomain last said they keep.
 * They are asked again only when they say that this has changed. For one thread at a time.
 */
public final class PodRetained {
  private String revision = "";
  private Optional<Retained> known = Optional.empty();

  /** Their last answer; empty where none has answered yet. */
  public Optional<Retained> known() {
    return known;
  }

  boolean isKnown(String now) {
    return now.equals(revision);
  }

  void heard(String now, Retained retained) {
    revision = now;
    known = Optional.of(retained);
  }
}
