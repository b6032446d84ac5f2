package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a stranger can do at the port of the operator's probes and metrics. */
class EndpointsIT {
  @RegisterExtension final KubeApi api = new KubeApi();

  @Test
  void neitherHttp2NorABodyNorALongHeadIsTaken() throws IOException {
    try (var operator = new OperatorProcess(api, api.config(), "operator")) {
      Awaitility.await("it is ready").until(operator::isReady);

      assertThat(said(operator, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"))
          .startsWith("HTTP/1.1 ")
          .doesNotContain(" 200 ");
      assertThat(
              said(
                  operator,
                  "GET /q/health/live HTTP/1.1\r\n"
                      + "Host: x\r\n"
                      + "Connection: Upgrade, HTTP2-Settings, close\r\n"
                      + "Upgrade: h2c\r\n"
                      + "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n"))
          .doesNotContain(" 101 ");
      assertThat(
              said(
                  operator,
                  "POST /q/health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ");
      assertThat(
              said(
                  operator,
                  "GET /q/health/live HTTP/1.1\r\nHost: x\r\nA: %s\r\n\r\n"
                      .formatted("a".repeat(9000))))
          .startsWith("HTTP/1.1 431 ");
    }
  }

  /** The first line of the answer. */
  private static String said(OperatorProcess operator, String request) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), operator.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readNBytes(40), StandardCharsets.ISO_8859_1);
    }
  }
}
