package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever of the limits a process asks for first, it is there. */
class FirstUseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"HttpLimits", "OutboundLimits", "StorageLimits", "Retention", "ServerLimits"})
  void noneNeedsAnotherToHaveBeenUsed(String name) throws ReflectiveOperationException {
    var here = new URL[] {ServerLimits.class.getProtectionDomain().getCodeSource().getLocation()};
    var afresh = new URLClassLoader(here, ClassLoader.getPlatformClassLoader());
    var limits = Class.forName("io.mailhelm.config." + name, true, afresh);
    assertThat(limits.getField("DEFAULT").get(null)).isNotNull();
  }
}
