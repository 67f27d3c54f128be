# docs/deploying.md says how to build and run it.
FROM python:3.11-slim
RUN pip install --no-cache-dir uv && useradd --create-home dropviz
WORKDIR /source
COPY . .
RUN uv pip install --system --no-cache --torch-backend=cpu .
USER dropviz
WORKDIR /home/dropviz
VOLUME /home/dropviz
EXPOSE 8501
HEALTHCHECK CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8501/_stcore/health')"]
CMD ["dropviz", "--share"]
