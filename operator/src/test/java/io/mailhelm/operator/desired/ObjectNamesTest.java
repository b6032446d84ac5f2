package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.crds.Patterns;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectNamesTest {
  private static final String LONGEST = "d".repeat(40);

  @Test
  void everyNameOfTheLongestMailDomainIsALabel() {
    var shape = Shapes.of(Declared.DOMAIN.replace("example-com", LONGEST));

    assertThat(
            Stream.of(
                    Shapes.objects(shape).stream()
                        .map(HasMetadata::getMetadata)
                        .map(meta -> meta.getName()),
                    ConfigSecrets.names(shape.domain()).stream(),
                    Stream.of(
                        ObjectNames.salt(LONGEST),
                        ObjectNames.token(LONGEST),
                        ObjectNames.apiAuthority(LONGEST),
                        ObjectNames.apiTls(LONGEST),
                        ObjectNames.tls(LONGEST),
                        ObjectNames.dkim(LONGEST),
                        ObjectNames.pod(LONGEST, 99),
                        ObjectNames.claim(LONGEST, 99),
                        // The StatefulSet controller labels a pod with its revision.
                        ObjectNames.smtp(LONGEST) + "-0123456789"))
                .flatMap(names -> names))
        .allSatisfy(
            name -> {
              assertThat(name).hasSizeLessThanOrEqualTo(63);
              assertThat(Patterns.matches(Patterns.LABEL, name)).as(name).isTrue();
            });
  }

  @Test
  void everyLabelOfTheLongestMailDomainFits() {
    var shape = Shapes.of(Declared.DOMAIN.replace("example-com", LONGEST));

    assertThat(Shapes.objects(shape))
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .hasSize(5)
                    .containsEntry(Labels.INSTANCE, LONGEST)
                    .allSatisfy((key, value) -> assertThat(value).hasSizeLessThan(64)));
  }

  @Test
  void theLongestUsersSecretHasAName() {
    var longest = "u".repeat(60) + "." + "u".repeat(187);

    var name = ObjectNames.userSecret(Declared.user(longest, "example-com"));

    assertThat(name).hasSize(253);
    assertThat(Patterns.matches(Patterns.OBJECT_NAME, name)).isTrue();
  }

  @Test
  void noTwoMailDomainsOfANamespaceHaveASecretOfOneName() {
    var suffixes =
        Stream.of("", "api", "api-api", "api-cert", "tls", "api-tls", "cert", "config", "keys");
    var owners = new HashMap<String, String>();
    suffixes
        .map(suffix -> suffix.isEmpty() ? "shop" : "shop-" + suffix)
        .forEach(
            d ->
                Stream.concat(
                        ConfigSecrets.names(
                            Shapes.of(Declared.DOMAIN.replace("example-com", d)).domain())
                            .stream(),
                        Stream.of(
                            ObjectNames.salt(d),
                            ObjectNames.token(d),
                            ObjectNames.apiAuthority(d),
                            ObjectNames.apiTls(d),
                            ObjectNames.tls(d),
                            ObjectNames.dkim(d)))
                    .forEach(name -> assertThat(owners.put(name, d)).as(name).isNull()));
  }

  @Test
  void partsOfAConfigHaveTheNamesOfTheContract() {
    assertThat(ConfigSecrets.names(Declared.domain()))
        .hasSize(81)
        .startsWith("example-com-config-index", "example-com-config-00")
        .contains("example-com-config-63", "example-com-keys-00")
        .endsWith("example-com-keys-15");
  }
}
