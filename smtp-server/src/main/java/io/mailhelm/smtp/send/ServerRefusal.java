package io.mailhelm.smtp.send;

/** A server cannot be used, or not any more; the message says why. */
final class ServerRefusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient RecipientResult verdict;
  private final Kind kind;

  /** The kind of failure. */
  enum Kind {
    /** It was not reached, or is not there any more. */
    LOST,
    /** It said so itself. */
    SAID,
    /** TLS was not to be had: without it, the same server may be fine. */
    TLS,
    /** It offered CHUNKING and does not know BDAT: with DATA, the same server may be fine. */
    CHUNKS
  }

  ServerRefusal(Kind kind, RecipientResult verdict) {
    super(verdict.text(), null, false, false);
    this.kind = kind;
    this.verdict = verdict;
  }

  static ServerRefusal lost(String enhanced, String text) {
    return new ServerRefusal(Kind.LOST, RecipientResult.deferred(enhanced, text));
  }

  RecipientResult verdict() {
    return verdict;
  }

  Kind kind() {
    return kind;
  }
}
