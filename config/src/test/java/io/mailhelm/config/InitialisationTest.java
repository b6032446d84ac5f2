package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever of the bounds a program touches first, its defaults are complete. */
class InitialisationTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        ServerLimits.class,
        HttpLimits.class,
        OutboundLimits.class,
        StorageLimits.class,
        Retention.class
      })
  void anyOfThemMayComeFirst(Class<?> bounds) throws IOException {
    var classes = new URL[] {bounds.getProtectionDomain().getCodeSource().getLocation()};
    try (var afresh = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      assertThatCode(() -> Class.forName(bounds.getName(), true, afresh))
          .doesNotThrowAnyException();
    }
  }
}
