package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailhelm.dns.Impatient;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The public test suite of RFC 7208, each scenario's zone asked of a name server on loopback. */
class SpfConformanceTest {
  private static final int CASES = 203;
  private final List<String> wrong = new ArrayList<>();
  private int ran;

  @Test
  void everyCaseOfThePublicSuiteComesToWhatItAllows() throws IOException {
    var file = System.getProperty("mailhelm.conformance", "");
    assumeTrue(
        !file.isEmpty(),
        "the public suite of SPF is not here: 'make conformance' brings and runs it");
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    for (var scenario : yaml.loadAll(Files.readString(Path.of(file)))) {
      scenario((Map<?, ?>) scenario);
    }
    System.out.printf("SPF: %d of %d cases as the suite wants%n", ran - wrong.size(), ran);
    assertThat(wrong).isEmpty();
    assertThat(ran).as("cases of the suite").isGreaterThanOrEqualTo(CASES);
  }

  private void scenario(Map<?, ?> scenario) throws IOException {
    try (var server = new FakeNameServer()) {
      SuiteZone.serve((Map<?, ?>) scenario.get("zonedata"), server);
      var check =
          new SpfEvaluator(Impatient.resolver(server, Clock.systemUTC()), Clock.systemUTC());
      for (var entry : ((Map<?, ?>) scenario.get("tests")).entrySet()) {
        one(
            scenario.get("description") + ": " + entry.getKey(),
            (Map<?, ?>) entry.getValue(),
            check);
      }
    }
  }

  private void one(String name, Map<?, ?> test, SpfCheck check) {
    ran++;
    var helo = (String) test.get("helo");
    var from = (String) test.get("mailfrom");
    var sender = from.isEmpty() ? "postmaster@" + helo : from;
    var outcome =
        check.check(
            InetAddress.ofLiteral((String) test.get("host")),
            sender.substring(sender.lastIndexOf('@') + 1),
            sender,
            helo);
    var result = outcome.result().name().toLowerCase(Locale.ROOT);
    var wanted = test.get("result");
    if (!(wanted instanceof List<?> list ? list : List.of(wanted)).contains(result)) {
      wrong.add("%s: %s instead of %s (%s)".formatted(name, result, wanted, outcome.problem()));
      return;
    }
    // DEFAULT stands for what a receiver says by itself where the domain says nothing
    var explanation = outcome.explanation().isEmpty() ? "DEFAULT" : outcome.explanation();
    if (test.get("explanation") instanceof String said && !said.equals(explanation)) {
      wrong.add("%s: it says '%s' instead of '%s'".formatted(name, explanation, said));
    }
  }
}
