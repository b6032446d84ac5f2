package io.mailhelm.smtp.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input stream for a requester; reading fails once the requester has left. One thread's. */
public final class RequesterInput extends FilterInputStream {
  private final OpenRequest requester;

  public RequesterInput(InputStream in, OpenRequest requester) {
    super(in);
    this.requester = requester;
  }

  private void requireHere() throws IOException {
    if (requester.hasLeft()) {
      throw new IOException("nobody waits for what is read");
    }
  }

  @Override
  public int read() throws IOException {
    requireHere();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    requireHere();
    return super.read(buffer, offset, length);
  }
}
