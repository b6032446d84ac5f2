package io.mailhelm.smtp.web;

import io.mailhelm.dns.growth.Growth;
import java.util.List;
import java.util.stream.Stream;

/** What is done to the requests of strangers on the public web port. */
public final class WebGrowth {
  private WebGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        head("GET /", "a", " HTTP/1.1", 500),
        head("GET http://", "a", "/ HTTP/1.1", 500),
        head("GET http://x:", "1", " HTTP/1.1", 500),
        head("", "G", "", 4_000),
        head("GET / HTTP/1.1\r\nHost: x", ":1", "", 2_000),
        head("GET / HTTP/1.1\r\nHost: x\r\nA", "a", "", 4_000),
        head("GET / HTTP/1.1\r\nHost: x\r\nA: ", " ", "", 4_000),
        head("GET / HTTP/1.1\r\nHost: x", "\r\nA: b", "", 700));
  }

  private static Growth head(String before, String unit, String after, int size) {
    return Growth.of(
        "RequestHead: '%s' of '%s'".formatted(before.replace("\r\n", " "), unit.strip()),
        size,
        before,
        unit,
        after,
        text -> RequestHead.of(List.of(text.split("\r\n", -1)), 100));
  }
}
