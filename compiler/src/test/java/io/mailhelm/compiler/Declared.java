package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.compiler.read.Resources;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Resources in a line each. */
final class Declared {
  static final String DOMAIN =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: example-com}
      spec: {domain: example.com, outbound: Capture, server: {}}
      """;

  private Declared() {}

  static String user(String name, String fields) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: MailUser
    metadata: {name: %s}
    spec: {domainRef: {name: example-com}%s}
    """
        .formatted(name, fields.isEmpty() ? "" : ", " + fields);
  }

  static String users(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> user("user-%05d".formatted(i), "aliases: [alias-%05d]".formatted(i)))
        .collect(Collectors.joining());
  }

  static Resources read(String text) {
    return ResourceReader.read(List.of(new ResourceSource("mail.yaml", text)));
  }
}
