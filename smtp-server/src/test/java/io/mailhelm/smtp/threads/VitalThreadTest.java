package io.mailhelm.smtp.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.smtp.api.ProbeServer;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.observe.Observer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process without one of its threads says so to whoever can start it again. */
class VitalThreadTest {
  @AfterEach
  void forget() {
    EndedThreads.forget();
  }

  private static HttpResponse<String> livez() throws Exception {
    try (var probes =
            ProbeServer.open(
                new HttpEndpoint("127.0.0.1", 0, List.of()),
                () -> "",
                new Metrics(Clock.systemUTC()),
                Observer.NONE);
        var http = HttpClient.newHttpClient()) {
      var url = URI.create("http://127.0.0.1:" + probes.port() + "/livez");
      return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void livezFailsOnceAThreadHasEndedByAFault() throws Exception {
    assertThat(livez().statusCode()).isEqualTo(200);
    var thread =
        VitalThread.unstarted(
            Thread.ofPlatform(),
            "folder",
            () -> {
              throw new StackOverflowError();
            });
    thread.setUncaughtExceptionHandler((ended, fault) -> {});
    thread.start();
    thread.join();
    var answer = livez();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("'folder'", "start this process again");
  }

  @Test
  void oneThatIsToldToEndMay() throws Exception {
    VitalThread.start(Thread.ofVirtual(), "folder", () -> {}).join();
    assertThat(livez().statusCode()).isEqualTo(200);
  }
}
