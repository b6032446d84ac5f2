package io.mailhelm.smtp.store;

/** The requester has left: nothing was read, or not all of it. */
public final class RequesterLeftException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RequesterLeftException() {
    super("whoever asked has left", null, false, false);
  }
}
