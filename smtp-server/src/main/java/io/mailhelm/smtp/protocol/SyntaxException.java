package io.mailhelm.smtp.protocol;

/**
 * A command is not well-formed; the exception has the reply to it. It has no stack trace: a peer
 * that sends nonsense must not cost more than one that does not.
 */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Reply reply;

  SyntaxException(Reply reply) {
    super(reply.toString(), null, false, false);
    this.reply = reply;
  }

  /** What to answer. */
  public Reply reply() {
    return reply;
  }
}
