package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ApiConnectionTest {
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final long MARGIN = Duration.ofMinutes(1).toNanos();
  private final AtomicBoolean whole = new AtomicBoolean();
  private final ApiConnection connection = new ApiConnection(new EmbeddedChannel());

  private HttpServerRequest request(String length) {
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isEnded" -> whole.get();
                  case "getHeader" -> length;
                  default -> throw new AssertionError(method);
                });
  }

  private boolean isOverdueAfter(Duration time) {
    return connection.isOverdue(System.nanoTime() + time.toNanos(), TIME);
  }

  @Test
  void aHeadMustComeInTimeHoweverManyPiecesItComesIn() {
    assertThat(connection.isIdle()).isTrue();
    assertThat(isOverdueAfter(TIME.dividedBy(2))).isFalse();
    assertThat(isOverdueAfter(TIME)).isTrue();
  }

  @Test
  void aBodyMustNotPauseForSoLong() {
    connection.asked(request("1000000"));
    assertThat(connection.isIdle()).isTrue();
    assertThat(isOverdueAfter(TIME.dividedBy(2))).isFalse();
    assertThat(isOverdueAfter(TIME)).isTrue();
  }

  @Test
  void aWholeRequestIsWorkedOnForAsLongAsItTakes() {
    connection.asked(request("1000"));
    whole.set(true);
    assertThat(connection.isIdle()).isFalse();
    assertThat(isOverdueAfter(Duration.ofHours(1))).isFalse();
    connection.answered();
    assertThat(connection.isIdle()).isTrue();
    assertThat(connection.isOverdue(System.nanoTime() + MARGIN, TIME)).isTrue();
  }
}
