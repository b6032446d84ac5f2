package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.Retained;
import java.util.Optional;

/**
 * What the servers of one MailDomain said last that they keep of users who are gone. It is asked
 * for again only when they say that it is another. For one thread at a time.
 */
public final class PodRetained {
  private String revision = "";
  private Optional<Retained> known = Optional.empty();

  /** What they said last; empty where none has said anything yet. */
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
