package io.mailhelm.smtp.send;

import io.mailhelm.dns.growth.Growth;
import java.util.List;
import java.util.stream.Stream;

/** What is done to the TLS policies that strangers publish. */
public final class PolicyGrowth {
  private PolicyGrowth() {}

  /** Each with the input that is worst for it. */
  public static Stream<Growth> all() {
    return Stream.of(
        Growth.of("StsPolicy: lines", 4_000, "version: STSv1\n", "\r\n", "", StsPolicy::parse),
        Growth.of("StsPolicy: hosts", 3_000, "version: STSv1\n", "mx: a\n", "", StsPolicy::parse),
        Growth.of("StsPolicy: keys", 4_000, "", "a:", "", StsPolicy::parse),
        Growth.of(
            "StsPolicy: blanks in a record",
            15_000,
            "v=STSv1",
            " ",
            "",
            text -> StsPolicy.id(List.of(text))),
        Growth.of(
            "StsPolicy: fields of a record",
            10_000,
            "v=STSv1",
            ";",
            "",
            text -> StsPolicy.id(List.of(text))));
  }
}
