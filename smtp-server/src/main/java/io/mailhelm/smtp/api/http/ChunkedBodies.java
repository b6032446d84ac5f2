package io.mailhelm.smtp.api.http;

import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.HeldMemory;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads bodies as their clients send them: what goes wrong with that is no fault of the server's.
 *
 * <p>A body that comes in chunks does not say how long it is (RFC 9112 §7.1), so it is measured,
 * and its memory drawn, as it is read. What is not read yet waits in a window of the HTTP
 * library's, and then at the client.
 */
@Provider
class ChunkedBodies implements ReaderInterceptor {
  @Inject ApiContext node;
  @Inject RoutingContext request;

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    var body = context.getInputStream();
    if (ProblemWriter.header(request, "Content-Length").isEmpty()) {
      var limits = node.live().current().config().server().limits();
      context.setInputStream(
          new Measured(body, request.normalizedPath(), limits, CallerContext.holding(request)));
    } else {
      context.setInputStream(new Sent(body));
    }
    return context.proceed();
  }

  /**
   * Why the rest of a body is not read. No runtime exception: the reader of JSON would take that
   * for a fault of the text.
   */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final ApiException refusal;

    private RefusedException(ApiException refusal) {
      super(refusal);
      this.refusal = refusal;
    }

    ApiException refusal() {
      return refusal;
    }
  }

  /** A body that ends before it is whole, or is none. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1;

    private BrokenException(IOException cause) {
      super(cause);
    }
  }

  private static class Sent extends FilterInputStream {
    private Sent(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        throw new BrokenException(e);
      }
    }

    /** The HTTP library reads on to the end. */
    @Override
    public void close() throws IOException {
      try {
        super.close();
      } catch (IOException e) {
        throw new BrokenException(e);
      }
    }
  }

  private static final class Measured extends Sent {
    private final String path;
    private final ServerLimits limits;
    private final HeldMemory memory;
    private long read;
    private boolean refused;

    private Measured(InputStream body, String path, ServerLimits limits, HeldMemory memory) {
      super(body);
      this.path = path;
      this.limits = limits;
      this.memory = memory;
    }

    /**
     * The HTTP library gives nothing, which is not the end, for the chunk that trailer fields come
     * with (RFC 9112 §7.1.2); a reader of JSON takes that for a fault.
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count;
      do {
        count = super.read(into, offset, length);
      } while (count == 0 && length > 0);
      count(Math.max(count, 0));
      return count;
    }

    private void count(int octets) throws IOException {
      long before = BodyLimit.memory(read);
      read += octets;
      try {
        BodyLimit.check(read, path, limits);
        memory.hold(BodyLimit.memory(read) - before);
      } catch (ApiException refusal) {
        refused = true;
        throw new RefusedException(refusal);
      }
    }

    /** The HTTP library would read on to the end of what was refused. */
    @Override
    public void close() throws IOException {
      if (!refused) {
        super.close();
      }
    }
  }
}
