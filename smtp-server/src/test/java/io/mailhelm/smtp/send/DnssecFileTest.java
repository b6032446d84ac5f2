package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnssecFileTest {
  @TempDir private Path folder;
  private final List<String> servers = new ArrayList<>();

  private DnssecFile started() {
    return new DnssecFile(folder.resolve("mail").resolve("proved"), () -> List.copyOf(servers));
  }

  @Test
  void remembersOverARestartThatTheNameServersProvedSomething() {
    var first = started();
    assertThat(first.isProved()).isFalse();
    first.proved();
    assertThat(first.isProved()).isTrue();
    assertThat(started().isProved()).isTrue();
  }

  @Test
  void knowsNothingOfOtherNameServers() {
    var memory = started();
    memory.proved();
    servers.add("192.0.2.53");
    assertThat(memory.isProved()).isFalse();
    memory.proved();
    servers.add("192.0.2.54");
    assertThat(started().isProved()).isFalse();
    servers.removeLast();
    assertThat(started().isProved()).isTrue();
    servers.clear();
    assertThat(started().isProved()).isFalse();
  }
}
