package io.mailhelm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ObjectTextTest {
  /** People put tokens into annotations and variables, at whatever depth an object has them. */
  @Test
  void hasAnnotationsOfOursOnlyAndNoValuesOfVariables() {
    var set =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: one
              annotations: {example.com/token: planted-above, mailhelm.io/hash: abc}
            spec:
              template:
                metadata:
                  annotations: {example.com/token: planted-below, mailhelm.io/hash: def}
                spec:
                  containers: [{name: a, env: [{name: A, value: planted-variable}]}]
            """,
            StatefulSet.class);

    assertThat(ObjectText.of(set))
        .contains("mailhelm.io/hash: \"abc\"", "mailhelm.io/hash: \"def\"", "name: \"A\"")
        .doesNotContain("planted", "example.com/token");
  }
}
