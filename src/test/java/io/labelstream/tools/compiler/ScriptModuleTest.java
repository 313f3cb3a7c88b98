package io.labelstream.tools.compiler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScriptModuleTest {

  private static final String MODULE =
      "!function(e){module.exports=e()}(function(){n[1]={exports:{}}({1:[function(e,a,n){a.exports=%s"
          + "},{}]},{},[1])(1)});";

  @Test
  void readsTheLiteralThatAMinifierWrote() throws IOException {
    JsonNode json =
        ScriptModule.json(
            "model.min.js",
            script("{a:!0,b:[!1,void 0,null],c:.5,d:-.25,e:1e-3,f:\"a.5 \\\"!0\\\"\",'g':'!1'}"));
    assertThat(json)
        .hasToString(
            "{\"a\":true,\"b\":[false,null,null],\"c\":0.5,\"d\":-0.25,\"e\":0.001,"
                + "\"f\":\"a.5 \\\"!0\\\"\",\"g\":\"!1\"}");
  }

  @Test
  void readsBase64() throws IOException {
    assertThat(ScriptModule.base64("group1.min.js", script("\"AAECAw==\"")))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void refusesAScriptThatExportsSomethingElse() {
    assertThatThrownBy(() -> ScriptModule.json("model.min.js", script("require(1)")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("model.min.js exports no model of TensorFlow.js");
    assertThatThrownBy(() -> ScriptModule.json("model.min.js", script("{a:function(){}}")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("model.min.js cannot be read");
    assertThatThrownBy(() -> ScriptModule.base64("group1.min.js", script("\"?\"")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("group1.min.js exports no text in base64");
  }

  private static byte[] script(String literal) {
    return MODULE.formatted(literal).getBytes(UTF_8);
  }
}
