// Covers the mesh's place on the screen.
in vec2 position;

out vec2 uv;

void main() {
    gl_Position = vec4(position, 0.0, 1.0);
    uv = 0.5 + 0.5 * position;
}
