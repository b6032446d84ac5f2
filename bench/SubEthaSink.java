import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

/** SubEtha SMTP that reads every message and keeps none: {@code java SubEthaSink.java PORT}. */
final class SubEthaSink {
  public static void main(String[] arguments) throws Exception {
    SMTPServer.port(Integer.parseInt(arguments[0]))
        .bindAddress(InetAddress.getLoopbackAddress())
        .backlog(2_048)
        .maxConnections(1_000)
        .messageHandlerFactory(SubEthaSink::discard)
        .build()
        .start();
    Thread.currentThread().join();
  }

  private static MessageHandler discard(MessageContext context) {
    return new MessageHandler() {
      @Override
      public void from(String from) {}

      @Override
      public void recipient(String recipient) {}

      @Override
      public String data(InputStream data) throws IOException {
        data.transferTo(java.io.OutputStream.nullOutputStream());
        return null;
      }

      @Override
      public void done() {}
    };
  }
}
